"""The lifecycle's words as people read them."""

from shared.contracts.action import ActionKind
from shared.contracts.words import OutcomeKind, State

STATES: dict[State, str] = {
    "awaiting_triage": "menunggu dipilah",
    "routed": "menunggu disanggupi",
    "acknowledged": "disanggupi",
    "in_progress": "sedang diurus",
    "paused": "sedang menunggu",
    "forwarded": "diteruskan ke kantor lain",
    "resolved": "selesai, menunggu jawaban pelapor",
    "objected": "pelapor keberatan",
    "confirmed": "beres kata pelapor",
    "closed_unconfirmed": "ditutup tanpa jawaban pelapor",
    "withdrawn": "ditarik pelapor",
}
ACTIONS: dict[ActionKind, str] = {
    "acknowledge": "menyanggupi",
    "reply": "menjawab",
    "ask": "bertanya kepada pelapor",
    "decide": "memutuskan ini urusan siapa",
    "hand_over": "memindahkan",
    "reclassify": "mengubah pokok masalah",
    "pause": "menunda sampai hari tertentu",
    "resume": "melanjutkan",
    "forward": "meneruskan ke kantor lain",
    "resolve": "menyelesaikan",
    "confirm": "menyatakan beres",
    "object": "menyampaikan keberatan",
    "rate": "memberi nilai",
    "withdraw": "menarik laporan",
    "note": "menulis catatan",
    "link": "menghubungkan dengan laporan lain",
    "unlink": "melepas dari laporan lain",
}
OUTCOMES: dict[OutcomeKind, str] = {
    "done": "sudah dikerjakan",
    "scheduled": "dijadwalkan",
    "not_ours": "wewenang kantor lain",
    "not_feasible": "tidak bisa dikerjakan",
    "answered": "sudah dijawab",
    "duplicate": "sudah ada di laporan lain",
    "incomplete": "keterangannya belum lengkap",
}
