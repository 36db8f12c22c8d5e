curl 'http://127.0.0.1:8080/?Action=DescribeImageSharePermission&RegionId=cn-hangzhou&ImageId=m-bp1rnmk3t80lqdubjvfd&Format=JSON'
