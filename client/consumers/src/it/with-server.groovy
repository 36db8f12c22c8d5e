// Starts a server, and writes where it is to wherever the project says http://127.0.0.1:8080.
import io.ecsimages.junit.EcsImagesServer

def server = EcsImagesServer.withSample().start()
new File(basedir, 'src').eachFileRecurse(groovy.io.FileType.FILES) { file ->
    file.setText(file.getText('UTF-8').replace('http://127.0.0.1:8080', server.endpoint()), 'UTF-8')
}
context.put('server', server)
