# The server needs an --image-creation-time: without it, the copy is finished at once.
copy=$(aliyun ecs CopyImage --RegionId cn-hangzhou --ImageId m-bp1rnmk3t80lqdubjvfd --DestinationRegionId cn-shanghai \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret |
  sed -n 's/.*"ImageId": *"\([^"]*\)".*/\1/p')
aliyun ecs CancelCopyImage --RegionId cn-shanghai --ImageId "$copy" \
  --endpoint 127.0.0.1:8080 --insecure --region cn-hangzhou \
  --mode AK --access-key-id testid --access-key-secret testsecret
