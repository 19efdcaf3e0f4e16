CREATE TABLE IF NOT EXISTS trade (
    tid INTEGER PRIMARY KEY,
    doc BLOB NOT NULL,
    receiver BLOB NOT NULL
);
-- What the list calls search in. It may lag behind the trades when the script delays it.
CREATE TABLE IF NOT EXISTS listing (
    tid INTEGER PRIMARY KEY,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    status TEXT NOT NULL,
    type TEXT NOT NULL,
    buyer_nick TEXT NOT NULL,
    buyer_open_uid TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS listing_by_modified ON listing (modified DESC, tid DESC, status);
CREATE INDEX IF NOT EXISTS listing_by_created ON listing (created DESC, tid DESC, status);
CREATE INDEX IF NOT EXISTS listing_by_status ON listing (status, modified DESC, tid DESC);
CREATE TABLE IF NOT EXISTS late (tid INTEGER PRIMARY KEY, due REAL NOT NULL);
CREATE TABLE IF NOT EXISTS refund (
    refund_id INTEGER PRIMARY KEY,
    tid INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    status TEXT NOT NULL,
    doc BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS refund_by_modified ON refund (modified DESC, refund_id DESC);
CREATE INDEX IF NOT EXISTS refund_by_trade ON refund (tid);
CREATE TABLE IF NOT EXISTS waybill (
    number TEXT NOT NULL,
    tid INTEGER NOT NULL,
    buyer_open_uid TEXT NOT NULL,
    PRIMARY KEY (number, tid)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sku (
    sku_id INTEGER PRIMARY KEY,
    num_iid INTEGER NOT NULL,
    outer_id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    spec TEXT NOT NULL,
    price TEXT NOT NULL,
    stock INTEGER NOT NULL,
    modified TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sku_by_item ON sku (num_iid, sku_id);
CREATE TABLE IF NOT EXISTS session (
    access_token TEXT PRIMARY KEY,
    refresh_token TEXT NOT NULL,
    app_key TEXT NOT NULL,
    expires REAL NOT NULL,
    state TEXT NOT NULL
);
