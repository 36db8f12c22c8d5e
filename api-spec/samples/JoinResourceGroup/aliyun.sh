aliyun ecs JoinResourceGroup --RegionId cn-hangzhou --ResourceType image --ResourceId m-bp1zlub3lrrpvt51b7zy --ResourceGroupId rg-acfm68npkea5xnu \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
