// go get github.com/aliyun/alibaba-cloud-sdk-go
package main

import (
	"fmt"
	"log"

	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"
)

func main() {
	client, err := ecs.NewClientWithAccessKey("cn-hangzhou", "testid", "testsecret")
	if err != nil {
		log.Fatal(err)
	}
	request := ecs.CreateDescribeImagesRequest()
	request.Scheme = "http"
	request.Domain = "127.0.0.1:8080"
	request.ImageOwnerAlias = "self"
	response, err := client.DescribeImages(request)
	if err != nil {
		log.Fatal(err)
	}
	for _, image := range response.Images.Image {
		fmt.Println(image.ImageId, image.ImageName)
	}
}
