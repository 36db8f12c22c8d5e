package io.ecsimages.server.write;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CatalogueWrite;
import io.ecsimages.server.database.Durability;
import io.ecsimages.server.database.RetryPolicy;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.database.Transactions;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.store.CatalogueChange;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;

/**
 * Runs an operation that writes, as the contract describes it: in one transaction, for images of the caller only, once for each
 * ClientToken, and without effect if DryRun is true. Each write is a line of the audit log.
 */
@Singleton
@InterceptorBean(CatalogueWrite.class)
final class CatalogueWriteInterceptor implements MethodInterceptor<Object, Object> {

    /** The result of an operation; a repeated one changed nothing. */
    private record Result(Object response, boolean repeated) {}

    private final TransactionOperations<Connection> transactions;
    private final AccountWrites accounts;
    private final CatalogueVersions versions;
    private final OwnImages ownImages;
    private final ClientTokens clientTokens;
    private final Durability durability;

    CatalogueWriteInterceptor(
            TransactionOperations<Connection> transactions,
            AccountWrites accounts,
            CatalogueVersions versions,
            OwnImages ownImages,
            ClientTokens clientTokens,
            Durability durability) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.versions = versions;
        this.ownImages = ownImages;
        this.clientTokens = clientTokens;
        this.durability = durability;
    }

    @Override
    public Object intercept(MethodInvocationContext<Object, Object> invocation) {
        var request = new WriteRequest(invocation.getParameterValues()[0]);
        var context = (RequestContext) invocation.getParameterValues()[1];
        var result = RetryPolicy.FEW.run(
                () -> transactions.execute(Transactions.READ_COMMITTED, status -> write(invocation, request, context)),
                failure -> SqlErrors.isConflict(failure) || SqlErrors.isDuplicate(failure));
        if (!result.repeated) {
            durability.ensure();
            AuditLog.log(request, result.response, context);
        }
        return result.response;
    }

    private Result write(
            MethodInvocationContext<Object, Object> invocation, WriteRequest request, RequestContext context) {
        accounts.lock(context.account());
        var type = invocation.getReturnType().getType();
        var first = clientTokens.findResponse(request, context, type);
        if (first.isPresent()) {
            return new Result(first.get(), true);
        }
        versions.record(CatalogueChange.ofAccount(context.account()));
        request.ownImages()
                .forEach((imageId, error) -> ownImages.require(request.regionId(), imageId, context.account(), error));
        var response = invocation.proceed(this);
        if (request.isDryRun()) {
            // The exception rolls the change back.
            throw new ApiException(ApiError.DRY_RUN_OPERATION);
        }
        clientTokens.save(request, context, response);
        return new Result(response, false);
    }
}
