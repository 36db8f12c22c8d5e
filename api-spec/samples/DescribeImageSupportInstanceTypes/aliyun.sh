aliyun ecs DescribeImageSupportInstanceTypes --RegionId cn-hangzhou --ImageId m-bp1rnmk3t80lqdubjvfd \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
