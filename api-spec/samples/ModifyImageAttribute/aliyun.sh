aliyun ecs ModifyImageAttribute --RegionId cn-hangzhou --ImageId m-bp1zcbqxhyxiif9e0o8a --ImageName load-test \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
