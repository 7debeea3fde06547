"""How a door publishes a complaint: as any other source does."""

import hashlib

from services.intake.domain.admission import Submission, header_id
from shared.contracts.complaint import Complaint
from shared.contracts.event import (
    HEADER_ID,
    HEADER_MESSAGE_ID,
    HEADER_SOURCE,
    HEADER_SPEC,
    HEADER_TYPE,
    JSON,
    TYPE_PREFIX,
)
from shared.runtime.bus import Saying


def saying(submission: Submission) -> Saying:
    """The complaint as a CloudEvent in binary mode.

    Its message id holds the body too: the broker would drop another body under the same id without a word.
    """
    body = submission.raw.encode()
    message_id = hashlib.sha256(submission.key.encode() + b"\0" + body).hexdigest()
    headers = {
        HEADER_SPEC: "1.0",
        HEADER_ID: header_id(submission.id),
        HEADER_TYPE: TYPE_PREFIX + Complaint.NAME,
        HEADER_SOURCE: f"/melayani/{submission.source}",
        "content-type": JSON,
        HEADER_MESSAGE_ID: message_id,
    }
    return Saying(Complaint.SUBJECT.format(source=submission.source), body, headers)
