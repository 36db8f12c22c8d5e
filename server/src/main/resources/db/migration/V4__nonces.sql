-- The nonces that count, where several servers may claim nonces at once: not in H2, which uses nonce_log.
CREATE TABLE nonce (
  hash    BIGINT NOT NULL PRIMARY KEY,  -- 64 bits of a hash of AccessKeyId and nonce
  expires ${time} NOT NULL              -- UTC
);
CREATE INDEX nonce_expires ON nonce (expires);
