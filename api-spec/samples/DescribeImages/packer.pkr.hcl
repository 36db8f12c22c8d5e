packer {
  required_plugins {
    alicloud = {
      source  = "github.com/hashicorp/alicloud"
      version = "~> 1"
    }
  }
}

source "alicloud-ecs" "web" {
  custom_endpoint_ecs = "127.0.0.1:8080"
  region              = "cn-hangzhou"
  access_key          = "testid"
  secret_key          = "testsecret"
  source_image        = "m-bp1rnmk3t80lqdubjvfd"
  instance_type       = "ecs.g7.large"
  image_name          = "web-prod-next"
  ssh_username        = "root"
}

build {
  sources = ["source.alicloud-ecs.web"]
}
