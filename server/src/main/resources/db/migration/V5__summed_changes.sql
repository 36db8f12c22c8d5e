-- Changes that are part of compacted_changes already, for servers that have not read them yet. Apart from catalogue_change, whose rows
-- each request sums up.
CREATE TABLE summed_change (
  stamp          BIGINT NOT NULL PRIMARY KEY,
  made           ${time} NOT NULL,
  image          BIGINT NULL,
  region_id      VARCHAR(64) ${exact} NULL,
  visible_to_all BOOLEAN NOT NULL,
  accounts       ${document} ${exact} NULL
);
