aliyun ecs DescribeSnapshots --RegionId cn-hangzhou --Usage image \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
