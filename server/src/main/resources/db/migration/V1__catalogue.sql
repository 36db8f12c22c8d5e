-- An image, whole, as its owner's answer shows it (document), beside what requests ask for.
-- Placeholders stand for what differs between databases: see Vendor.
CREATE TABLE image (
  id                 ${key} PRIMARY KEY,
  region_id          VARCHAR(64) ${exact} NOT NULL,
  image_id           VARCHAR(128) ${exact} NOT NULL,
  source             VARCHAR(16) ${exact} NOT NULL,   -- system, marketplace, or account: who provides it
  owner_id           BIGINT,                          -- the account, where it is known
  described_by_owner BOOLEAN NOT NULL,                -- the document is not that of an account that the image is shared with
  is_public          BOOLEAN NOT NULL,                -- a community image
  image_name         VARCHAR(512) ${exact} NOT NULL,
  status             VARCHAR(32) ${exact} NOT NULL,
  image_usage        VARCHAR(32) ${exact} NOT NULL,
  os_type            VARCHAR(64) ${exact} NOT NULL,
  architecture       VARCHAR(64) ${exact} NOT NULL,
  image_family       VARCHAR(128) ${exact} NOT NULL,
  resource_group_id  VARCHAR(64) ${exact} NOT NULL,
  creation_time      ${time} NOT NULL,                -- UTC
  creating_since     ${time} NULL,                    -- an image that is being made becomes Available by itself:
  available_from     ${time} NULL,                    -- from this time on it is
  document           ${document} ${exact} NOT NULL,
  CONSTRAINT image_key UNIQUE (image_id, region_id)
);
-- What accounts see by source or as owners, in the order of DescribeImages, with what is asked for most: no row is read.
CREATE INDEX image_source ON image (region_id, source, creation_time DESC, image_id, status, available_from, image_name);
CREATE INDEX image_owner ON image (owner_id, region_id, creation_time DESC, image_id, status, available_from, image_name);
CREATE INDEX image_available_from ON image (available_from);

-- The accounts that an image is shared with, and its region: so no image is read that is in another one.
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
  tag_key   VARCHAR(128) ${exact} NOT NULL,
  tag_value VARCHAR(256) ${exact} NOT NULL,
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);
CREATE INDEX image_tag_image ON image_tag (image);
CREATE INDEX image_tag_pair ON image_tag (tag_key, tag_value, image);

-- The snapshots that an image's disks are made from.
CREATE TABLE image_snapshot (
  id          ${key} PRIMARY KEY,
  image       BIGINT NOT NULL,
  snapshot_id VARCHAR(64) ${exact} NOT NULL,
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);
CREATE INDEX image_snapshot_image ON image_snapshot (image);
CREATE INDEX image_snapshot_id ON image_snapshot (snapshot_id, image);

-- What an image says that it can do, for example IsSupportCloudinit.
CREATE TABLE image_capability (
  id    ${key} PRIMARY KEY,
  image BIGINT NOT NULL,
  name  VARCHAR(64) ${exact} NOT NULL,
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);
CREATE INDEX image_capability_image ON image_capability (image);
CREATE INDEX image_capability_name ON image_capability (name, image);

-- The accounts that subscribed to a market image.
CREATE TABLE image_subscription (
  id         ${key} PRIMARY KEY,
  image      BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  CONSTRAINT image_subscription_key UNIQUE (account_id, image),
  FOREIGN KEY (image) REFERENCES image (id) ON DELETE CASCADE
);

-- The keys that requests are signed with; a temporary one has a security token and an end.
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

-- The last changes of the catalogue. Which of them a transaction sees says which edition of the catalogue it reads:
-- whoever changes a table above adds a row in the same transaction, with a random stamp.
CREATE TABLE catalogue_change (
  stamp BIGINT NOT NULL PRIMARY KEY,
  made  ${time} NOT NULL
);
CREATE INDEX catalogue_change_made ON catalogue_change (made);

-- The nonces that were used, through all servers, until they expire: a row for each round of requests. Whoever appends one has
-- read all before it, and counts the place up by one, so that of two who do so at once one fails. The first row holds no
-- nonces. Rows go from the first on, and the last one stays.
CREATE TABLE nonce_log (
  place   BIGINT NOT NULL PRIMARY KEY,
  stamp   BIGINT NOT NULL,               -- random: it tells a row from another one at its place, after a failover
  expires ${time} NOT NULL,              -- UTC, of the last of its nonces
  nonces  ${document} ${exact} NOT NULL  -- 64 bits each, of a hash of key and nonce, in Base64
);
