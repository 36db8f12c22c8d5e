aliyun ecs CreateImage --RegionId cn-hangzhou --InstanceId i-bp1g6zv0ce8oghu70001 --Tag.1.Key env --Tag.1.Value prod \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
