// Starts a server, and replaces http://127.0.0.1:8080 in the project with its address.
import io.ecsimages.junit.EcsImagesServer

def server = EcsImagesServer.withSample().start()
new File(basedir, 'src').eachFileRecurse(groovy.io.FileType.FILES) { file ->
    file.setText(file.getText('UTF-8').replace('http://127.0.0.1:8080', server.endpoint()), 'UTF-8')
}
context.put('server', server)
