aliyun ecs RemoveTags --RegionId cn-hangzhou --ResourceType image --ResourceId m-bp1zlub3lrrpvt51b7zy --Tag.1.Key app \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
