aliyun ecs DescribeImages --RegionId cn-hangzhou --ImageOwnerAlias self \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
