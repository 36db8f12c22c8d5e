aliyun ecs DescribeTaskAttribute --RegionId cn-hangzhou --TaskId t-bp67acfmxazb4p000001 \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
