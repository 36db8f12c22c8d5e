aliyun ecs DescribeImageFromFamily --RegionId cn-hangzhou --ImageFamily shop-web \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
