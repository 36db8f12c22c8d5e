-- One row for each account that has changed something. A write increments it first, so that the writes of an account run one
-- after the other, on any number of servers.
CREATE TABLE account_write (
  account_id BIGINT NOT NULL PRIMARY KEY,
  writes     BIGINT NOT NULL
);

-- The first response to each ClientToken.
CREATE TABLE client_token (
  id           ${key} PRIMARY KEY,
  account_id   BIGINT NOT NULL,
  action       VARCHAR(64) ${exact} NOT NULL,
  token        VARCHAR(64) ${exact} NOT NULL,
  request_hash VARCHAR(64) ${exact} NOT NULL,         -- SHA-256 of the parameters, in hexadecimal
  response     ${document} ${exact} NOT NULL,         -- JSON
  created      ${time} NOT NULL,                      -- UTC
  CONSTRAINT client_token_key UNIQUE (account_id, action, token)
);
CREATE INDEX client_token_created ON client_token (created);

-- The snapshots that writes created. The snapshots of imported images are in their documents only.
CREATE TABLE snapshot (
  id                ${key} PRIMARY KEY,
  region_id         VARCHAR(64) ${exact} NOT NULL,
  snapshot_id       VARCHAR(128) ${exact} NOT NULL,
  account_id        BIGINT NOT NULL,
  snapshot_name     VARCHAR(128) ${exact} NOT NULL,
  description       VARCHAR(512) ${exact} NOT NULL,
  source_disk_size  VARCHAR(16) ${exact} NOT NULL,    -- GiB
  source_disk_type  VARCHAR(16) ${exact} NOT NULL,    -- system or data
  encrypted         BOOLEAN NOT NULL,
  instance_id       VARCHAR(128) ${exact} NOT NULL,   -- of its disk, or empty
  resource_group_id VARCHAR(64) ${exact} NOT NULL,    -- or empty
  creation_time     ${time} NOT NULL,                 -- UTC
  CONSTRAINT snapshot_key UNIQUE (account_id, region_id, snapshot_id)
);

-- The tasks of ImportImage and ExportImage.
CREATE TABLE task (
  task_id       VARCHAR(64) ${exact} NOT NULL PRIMARY KEY,
  account_id    BIGINT NOT NULL,
  region_id     VARCHAR(64) ${exact} NOT NULL,
  action        VARCHAR(64) ${exact} NOT NULL,
  image_id      VARCHAR(128) ${exact} NOT NULL,
  creation_time ${time} NOT NULL,                     -- UTC
  finished_time ${time} NOT NULL,                     -- UTC; in the future while the task runs
  failed        BOOLEAN NOT NULL,
  oss_bucket    ${document} ${exact} NOT NULL,        -- of the first file
  oss_object    VARCHAR(2046) ${exact} NOT NULL,
  image_format  VARCHAR(16) ${exact} NOT NULL
);
