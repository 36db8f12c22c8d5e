curl 'http://127.0.0.1:8080/?Action=DescribeTags&RegionId=cn-hangzhou&Tag.1.Key=env&Format=JSON'
