curl 'http://127.0.0.1:8080/?Action=DescribeImageFromFamily&RegionId=cn-hangzhou&ImageFamily=shop-web&Format=JSON'
