"""The words beside a name that tell whether it is a place, and which."""

DISTRICT, VILLAGE = "kecamatan", "desa"
OF_VILLAGES = frozenset({"desa", "ds", "kelurahan", "kel", "lurah", "kades", "pemdes"})
OF_DISTRICTS = frozenset({"kecamatan", "kec", "camat"})
TITLES = OF_VILLAGES | OF_DISTRICTS
TOWN = "kota"
# Offices that every district has, called after it.
OFFICES = frozenset({"puskesmas", "polsek", "koramil", "kua"})
SCHOOLS = frozenset({"sd", "sdn", "smp", "smpn", "sma", "sman", "smk", "smkn", "mi", "min", "mts", "mtsn", "man", "tk"})
FACILITIES = frozenset({"pasar", "pelabuhan", "stasiun", "terminal", "rsud", "masjid", "pustu"}) | OFFICES | SCHOOLS
# What these name is called after a place that may be far away, or is no place of the regency.
STREETS = frozenset({"jalan", "jl", "jln", "gang", "gg"})
NAMESAKES = STREETS | {
    *("perum", "perumahan", "perumnas", "komplek", "kompleks", "griya", "villa", "cluster", "ruko", "hotel", "toko"),
    *("dusun", "dsn", "dukuh", "kabupaten", "kab", "pemkab", "bupati", "provinsi"),
}
LIGHTS = frozenset({"lampu", "penerangan", "pju"})
ROADS = frozenset({"jalan", "jln", "jl", "jalanan"})
# What may be slippery ("licin"), which is a district's name too.
GROUND = ROADS | {
    "jalannya",
    "dalan",
    "dalane",
    "aspal",
    "lantai",
    "tangga",
    "trotoar",
    "paving",
    "tanjakan",
    "turunan",
}
TREES = frozenset({"pohon", "wit", "buah", "kayu", "daun", "taman"})
UP_TO = frozenset({"ke", "menuju", "sampai", "hingga", "arah", "jurusan", "tujuan"})
PASSED = frozenset({"lewat", "melewati", "via", "dari"})
ON_THE_WAY = UP_TO | PASSED | {"antara"}
ROUTES = UP_TO | {"jalur", "rute", "lintas", "antara"}
JOINING = frozenset({"dan", "atau", "sama", "karo", "dengan"})
AT = frozenset({"di", "ning", "nong", "ring", "neng", "nang", "daerah", "wilayah"})
PEOPLE = frozenset({
    *("pak", "bapak", "bpk", "bu", "ibu", "mas", "mbak", "mbok", "mbah", "kang", "cak", "sdr", "sdri"),
    *("saudara", "saudari", "haji", "hajah", "h", "hj"),
})  # fmt: skip
# Names that mean something more usual even after "di": another city, a square in town, along something.
USUALLY_OTHERS = frozenset({"padang", "blambangan", "sepanjang"})
# What such a word belongs to when it is no name, even after "di": the tiles of a roof, along the road.
BELONGS_TO = {
    "genteng": frozenset({
        *("rumah", "sekolah", "atap", "masjid", "musala", "mushola", "warung", "kelas", "kantor", "tetangga", "beton"),
        *("kaca", "seng", "tanah", "pecah"),
    }),
    "licin": frozenset({"sekali", "banget"}),
    "padang": frozenset({"rumput", "pasir", "ilalang", "savana", "golf"}),
    "gumuk": frozenset({"pasir"}),
    "kelir": frozenset({"wayang"}),
    "sepanjang": frozenset({
        *("jalan", "jalannya", "jalanan", "jl", "jln", "jalur", "trotoar", "pantai", "sungai", "kali", "rel", "tol"),
        *("gang", "saluran", "selokan", "drainase", "irigasi", "bahu", "tepi", "pinggir", "ruas", "lorong", "rute"),
        *("jembatan", "tanggul", "pagar", "tembok", "perjalanan", "flyover", "underpass", "hari", "malam", "area"),
        *("kawasan", "taman", "pasar", "daerah", "arah", "median", "kiri", "kanan", "sisi", "lokasi"),
    }),
}  # fmt: skip
# Towns of other regencies: a name right before one of them is a place over there.
ELSEWHERE = frozenset({
    *("jember", "situbondo", "bondowoso", "lumajang", "probolinggo", "pasuruan", "malang", "surabaya", "sidoarjo"),
    *("gresik", "mojokerto", "jombang", "kediri", "blitar", "tulungagung", "madiun", "bojonegoro", "tuban", "lamongan"),
    *("bali", "denpasar", "jembrana", "gilimanuk", "buleleng", "singaraja", "badung", "tabanan", "gianyar"),
    *("jakarta", "bandung", "semarang", "yogyakarta", "jogja", "solo", "surakarta", "bekasi", "bogor", "depok"),
})  # fmt: skip
TO_ELSEWHERE = OF_DISTRICTS | {"kab", "kabupaten", TOWN, "provinsi", "di"}
