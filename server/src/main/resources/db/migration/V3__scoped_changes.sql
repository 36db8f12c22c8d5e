-- The part of the catalogue that a change concerns. Without image and accounts: the whole catalogue.
ALTER TABLE catalogue_change ADD COLUMN image BIGINT NULL;
ALTER TABLE catalogue_change ADD COLUMN region_id VARCHAR(64) ${exact} NULL;                -- of the image
ALTER TABLE catalogue_change ADD COLUMN visible_to_all BOOLEAN DEFAULT FALSE NOT NULL;      -- a public image
ALTER TABLE catalogue_change ADD COLUMN accounts ${document} ${exact} NULL;                 -- with commas

-- The changes that were deleted from catalogue_change, in one row or none. The version of the catalogue is the sum of all stamps.
CREATE TABLE compacted_changes (
  one    BIGINT NOT NULL PRIMARY KEY,   -- always 1
  stamps NUMERIC(38) NOT NULL,          -- the sum of their stamps
  made   ${time} NOT NULL               -- of the last one, in UTC
);
