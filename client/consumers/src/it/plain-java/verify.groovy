expectedLine = 'aliyun_4_x64_20G_alibase_20260828.vhd  aliyun_4_x64_20G_alibase_20260828.vhd'
evaluate(new File(sources, 'stop-server-and-check-output.groovy'))
