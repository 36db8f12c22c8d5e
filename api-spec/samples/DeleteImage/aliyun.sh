aliyun ecs DeleteImage --RegionId cn-hangzhou --ImageId m-bp1zzpqyxhyl66bs3n2k \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
