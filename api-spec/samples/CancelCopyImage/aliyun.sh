aliyun ecs CancelCopyImage --RegionId cn-shanghai --ImageId m-uf6h46wfpjsjastd0001 \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
