aliyun ecs DeleteSnapshot --SnapshotId s-bp172ewd1cya5kovfjs0 \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
