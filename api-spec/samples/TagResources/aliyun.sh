aliyun ecs TagResources --RegionId cn-hangzhou --ResourceType image --ResourceId.1 m-bp1zlub3lrrpvt51b7zy --Tag.1.Key team --Tag.1.Value web \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
