aliyun ecs ModifyImageSharePermission --RegionId cn-hangzhou --ImageId m-bp1nh2nkisy3q09qosgr --AddAccount.1 1000000000000002 \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
