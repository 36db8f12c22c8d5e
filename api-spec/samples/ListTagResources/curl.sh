curl 'http://127.0.0.1:8080/?Action=ListTagResources&RegionId=cn-hangzhou&ResourceType=image&Tag.1.Key=env&Format=JSON'
