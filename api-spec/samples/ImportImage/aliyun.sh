aliyun ecs ImportImage --RegionId cn-hangzhou --DiskDeviceMapping.1.OSSBucket ecsimageos --DiskDeviceMapping.1.OSSObject web.qcow2 \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
