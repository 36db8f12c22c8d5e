-- An image: the document that responses are made of, and the columns that requests select by.
-- Placeholders are types that differ between databases: see DatabaseKind. H2 counts UTF-16 units, so that a string of n characters
-- may need 2 n.
CREATE TABLE image (
  id                 ${key} PRIMARY KEY,
  region_id          VARCHAR(64) ${exact} NOT NULL,
  image_id           VARCHAR(128) ${exact} NOT NULL,
  source             VARCHAR(16) ${exact} NOT NULL,   -- who provides it: system, marketplace or account
  owner_id           BIGINT,                          -- the account, if it is known
  described_by_owner BOOLEAN NOT NULL,                -- the document does not come from an account that the image is shared with
  is_public          BOOLEAN NOT NULL,                -- a community image
  image_name         VARCHAR(512) ${exact} NOT NULL,
  status             VARCHAR(32) ${exact} NOT NULL,
  image_usage        VARCHAR(32) ${exact} NOT NULL,
  os_type            VARCHAR(64) ${exact} NOT NULL,
  architecture       VARCHAR(64) ${exact} NOT NULL,
  image_family       VARCHAR(128) ${exact} NOT NULL,
  resource_group_id  VARCHAR(128) ${exact} NOT NULL,
  creation_time      ${time} NOT NULL,                -- UTC
  creating_since     ${time} NULL,                    -- an image that is being created becomes Available
  available_from     ${time} NULL,                    -- at this time, in UTC
  document           ${document} ${exact} NOT NULL,
  CONSTRAINT image_key UNIQUE (image_id, region_id)
);
-- Images by source and by owner, in the order of DescribeImages; with the columns of most requests, so that no row is read.
CREATE INDEX image_source ON image (region_id, source, creation_time DESC, image_id, status, available_from, image_name);
CREATE INDEX image_owner ON image (owner_id, region_id, creation_time DESC, image_id, status, available_from, image_name);
CREATE INDEX image_available_from ON image (available_from);

-- The accounts that an image is shared with, and its region, so that images of other regions are not read.
CREATE TABLE image_share (
  id         ${key} PRIMARY KEY,
  image      BIGINT NOT NULL,
  region_id  VARCHAR(64) ${exact} NOT NULL,
  account_id BIGINT NOT NULL,
  CONSTRAINT image_share_key UNIQUE (account_id, region_id, image),
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);

CREATE TABLE image_tag (
  id        ${key} PRIMARY KEY,
  image     BIGINT NOT NULL,
  tag_key   VARCHAR(256) ${exact} NOT NULL,
  tag_value VARCHAR(256) ${exact} NOT NULL,
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);
CREATE INDEX image_tag_image ON image_tag (image);
CREATE INDEX image_tag_pair ON image_tag (tag_key, tag_value, image);

-- The snapshots that the disks of an image were created from.
CREATE TABLE image_snapshot (
  id          ${key} PRIMARY KEY,
  image       BIGINT NOT NULL,
  snapshot_id VARCHAR(128) ${exact} NOT NULL,
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);
CREATE INDEX image_snapshot_image ON image_snapshot (image);
CREATE INDEX image_snapshot_id ON image_snapshot (snapshot_id, image);

-- The capabilities of an image, for example IsSupportCloudinit.
CREATE TABLE image_capability (
  id    ${key} PRIMARY KEY,
  image BIGINT NOT NULL,
  name  VARCHAR(64) ${exact} NOT NULL,
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);
CREATE INDEX image_capability_image ON image_capability (image);
CREATE INDEX image_capability_name ON image_capability (name, image);

-- The accounts that subscribed to a Marketplace image.
CREATE TABLE image_subscription (
  id         ${key} PRIMARY KEY,
  image      BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  CONSTRAINT image_subscription_key UNIQUE (account_id, image),
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);

-- The access keys; a temporary one has a security token and an expiration.
CREATE TABLE access_key (
  access_key_id     VARCHAR(128) ${exact} NOT NULL PRIMARY KEY,
  account_id        BIGINT NOT NULL,
  access_key_secret VARCHAR(256) ${exact} NOT NULL,
  active            BOOLEAN NOT NULL,
  created           ${time} NOT NULL,
  security_token    VARCHAR(512) ${exact},
  expiration        ${time} NULL
);
CREATE UNIQUE INDEX access_key_token ON access_key (security_token);

-- The last changes of the catalogue. Those that a transaction sees determine the version of the catalogue: every transaction
-- that changes a table above inserts a row with a random stamp.
CREATE TABLE catalogue_change (
  stamp BIGINT NOT NULL PRIMARY KEY,
  made  ${time} NOT NULL
);
CREATE INDEX catalogue_change_made ON catalogue_change (made);

-- The nonces that all servers claimed, until they expire: a row for each batch of requests. A server that appends a row has read all
-- rows before it and increments the sequence by one, so that of two concurrent appends one fails. The first row holds no nonces.
-- Rows are deleted from the first on; the last one is never deleted.
CREATE TABLE nonce_log (
  sequence BIGINT NOT NULL PRIMARY KEY,
  stamp    BIGINT NOT NULL,               -- random: it differs from that of a lost row with the same sequence, after a failover
  expires  ${time} NOT NULL,              -- UTC, of the last of its nonces
  nonces   ${document} ${exact} NOT NULL  -- 64 bits of a hash of AccessKeyId and nonce each, in Base64
);
