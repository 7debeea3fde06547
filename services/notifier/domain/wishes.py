"""What each action is called when its actor is told that it was not done."""

from shared.contracts.action import ActionKind

WISHES: dict[ActionKind, str] = {
    "acknowledge": "menyanggupi laporan ini",
    "reply": "mengirim pesan",
    "ask": "bertanya kepada pelapor",
    "decide": "memutuskan ini urusan siapa",
    "hand_over": "memindahkan laporan ini",
    "reclassify": "mengubah pokok masalahnya",
    "pause": "menunda laporan ini",
    "resume": "melanjutkan laporan ini",
    "forward": "meneruskan ke kantor lain",
    "resolve": "menyelesaikan laporan ini",
    "confirm": "menyatakan laporan ini beres",
    "object": "menyatakan laporan ini belum beres",
    "rate": "memberi nilai",
    "withdraw": "menarik laporan ini",
    "note": "menulis catatan",
    "link": "menghubungkan dengan laporan lain",
    "unlink": "melepas dari laporan lain",
}
