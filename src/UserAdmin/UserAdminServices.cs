using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using UserAdmin.Account;
using UserAdmin.Account.Passkeys;
using UserAdmin.Bulk;
using UserAdmin.EventLog;
using UserAdmin.Exports;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Policies;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Users;
using UserAdmin.Users.Index;
using UserAdmin.Views;

namespace UserAdmin;

/// <summary>The one registration of everything in this project.</summary>
public static class UserAdminServices
{
    /// <summary>Adds the buses, the write and the read side, the event log and the projection runner.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Settings; docs/SETTINGS.md lists them.</param>
    /// <exception cref="InvalidOperationException">A message has no handler, or two, or no permission.</exception>
    public static IServiceCollection AddUserAdmin(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(configuration);
        services.AddOptions<UserAdminOptions>().Bind(configuration.GetSection(UserAdminOptions.Section));
        services.AddOptions<BulkOptions>().Bind(configuration.GetSection(BulkOptions.Section));
        return services.AddIdentityParts().AddMessaging().AddStores().AddProjections().AddMail();
    }

    private static IServiceCollection AddIdentityParts(this IServiceCollection services)
    {
        services.Configure<IdentityOptions>(identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        });
        services
            .AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<UserAdminOptions>>(
                (hasher, options) => hasher.IterationCount = options.Value.PasswordHashIterations
            );
        services.TryAddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.TryAddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<AccessReader>();
        services.AddSingleton<PolicyStart>();
        services.AddSingleton<PolicyReader>();
        services.AddSingleton<BulkSignal>();
        services.AddSingleton<BulkRunner>();
        services.AddSingleton<ExportWriter>();
        services.AddSingleton<ImportFolders>();
        services.AddSingleton<ImportSignal>();
        services.AddSingleton<ImportPreviewer>();
        services.AddSingleton<ImportReading>();
        services.AddSingleton<ImportQuota>();
        services.AddSingleton<ImportTidying>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<IImportFiles, ImportFiles>();
        services.AddSingleton<ILinkTokens, LinkTokens>();
        services.AddSingleton<StoredSessions>();
        services.AddSingleton<ISessions, Sessions>();
        services.AddSingleton<RefusedAttempts>();
        services.AddSingleton<RefusedAttemptsRunner>();
        services.AddSingleton<PasswordResetRunner>();
        services.AddSingleton<SessionTracker>();
        services.AddSingleton<SessionsSeenRunner>();
        services.AddSingleton<IAccountLinks, AccountLinks>();
        services.AddSingleton<IPasswordRules, PasswordRules>();
        services.AddSingleton<BreachList>();
        services.AddSingleton<IBreachList>(provider => provider.GetRequiredService<BreachList>());
        services.AddSingleton<PasswordTries>();
        services.AddSingleton<IPasskeys, PasskeyReader>();
        services.AddSingleton<IFirstAdministratorSetup, FirstAdministratorSetup>();
        services.AddSingleton<LifecycleRunner>();
        services.AddScoped<PasswordPreparation>();
        services.AddScoped<AccountLookup>();
        services.AddScoped<LinkPassword>();
        services.AddScoped<OwnAccount>();
        services.AddScoped<OwnPassword>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<SessionOpening>();
        services.AddScoped<Links>();
        services.AddScoped<EmailChanging>();
        services.AddScoped<InvitationGuard>();
        services.AddScoped<TakenValues>();
        services.AddScoped<Administrators>();
        services.AddScoped<UserEditing>();
        services.AddScoped<NewUsers>();
        services.AddScoped<ImportGranting>();
        services.AddScoped<ImportApplying>();
        services.AddScoped<WaysToSignIn>();
        services.AddScoped<StoredPasskeys>();
        services.AddScoped<RoleGranting>();
        services.AddScoped<RoleMembers>();
        services.AddScoped<LogMarks>();
        services.AddScoped<UserLists>();
        services.AddScoped<ViewEditing>();
        return services;
    }

    private static IServiceCollection AddMessaging(this IServiceCollection services)
    {
        var types = typeof(UserAdminServices).Assembly.GetTypes();
        MessageCatalogue.Verify(types);
        MessageCatalogue.Register(services, types);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<CurrentMessage>();
        services.AddScoped<Authorisation>();
        services.AddScoped<UnitOfWork>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<AcceptedPositions>();
        services.AddSingleton<ICommandBus, CommandBus>();
        services.AddSingleton<IQueryBus, QueryBus>();
        return services;
    }

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddSingleton<SqliteFiles>();
        services.AddSingleton<SqliteReadStore>();
        services.AddSingleton<IReadStore>(provider => provider.GetRequiredService<SqliteReadStore>());
        services.AddSingleton<IWriteStore, SqliteWriteStore>();
        services.AddSingleton<IStoreSetup, SqliteStoreSetup>();
        services.AddSingleton<IStorageHealth, SqliteStorageHealth>();
        services.AddSingleton<IWriteTransactions, SqliteWriteTransactions>();
        services.AddSingleton<IProviderFaults, SqliteFaults>();
        services.AddSingleton<IDatabaseFaults, DatabaseFaults>();
        services.AddSingleton<IImportStages, SqliteImportStages>();
        services.AddSingleton<IMailMonitor, MailBacklog>();
        services.AddSingleton<RunnerHeartbeats>();
        services.AddSingleton<IRunnerMonitor>(provider => provider.GetRequiredService<RunnerHeartbeats>());
        services.AddSingleton<IStockTables, SqliteStockTables>();
        services.AddSingleton<StockComparison>();
        services.AddSingleton<IStockReports>(provider => provider.GetRequiredService<StockComparison>());
        services.AddPooledDbContextFactory<WriteContext>(
            (provider, options) =>
                OwnMigrationsHistory
                    .Use(options, provider.GetRequiredService<SqliteFiles>().Write)
                    .AddInterceptors(new FullSync())
        );
        services.AddScoped(provider =>
        {
            var context = provider.GetRequiredService<IDbContextFactory<WriteContext>>().CreateDbContext();
            // The unit of work is all or nothing already.
            context.Database.AutoSavepointsEnabled = false;
            return context;
        });
        services.AddScoped(provider => provider.GetRequiredService<IReadStore>().CreateContext());
        return services;
    }

    private static IServiceCollection AddProjections(this IServiceCollection services)
    {
        services.AddSingleton<LogSignal>();
        services.TryAddSingleton<ProjectionCatalogue>();
        services.AddSingleton<ReadModelPosition>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddSingleton<ProjectionState>();
        services.AddSingleton<IProjectionMonitor>(provider => provider.GetRequiredService<ProjectionState>());
        services.AddSingleton<RebuildRequests>();
        services.AddSingleton<ReadModelInUse>();
        services.AddSingleton<ReadModelReplacement>();
        services.AddSingleton<LogMarksWatch>();
        services.AddSingleton<ReadModelRebuild>();
        services.AddSingleton<IReadModelRebuild>(provider => provider.GetRequiredService<ReadModelRebuild>());
        services.AddSingleton<ILogVerification, LogVerification>();
        services.AddSingleton<ProjectionRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<ProjectionRunner>());
        return services;
    }

    private static IServiceCollection AddMail(this IServiceCollection services)
    {
        services
            .AddOptions<MailOptions>()
            .Configure<IConfiguration>(
                (options, configuration) => configuration.GetSection(MailOptions.Section).Bind(options)
            );
        services.TryAddSingleton<IServerAddress, NoServerAddress>();
        services.AddSingleton<PublicUrl>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MailWriter>();
        services.TryAddSingleton<IMailDelivery, MailDelivery>();
        services.AddSingleton<PickupTransport>();
        services.AddSingleton<SmtpTransport>();
        services.TryAddSingleton<IMailTransport>(provider =>
            provider.GetRequiredService<IOptions<MailOptions>>().Value.Smtp is null
                ? provider.GetRequiredService<PickupTransport>()
                : provider.GetRequiredService<SmtpTransport>()
        );
        services.AddSingleton<OutboxFollower>();
        services.AddSingleton<OutboxClaims>();
        services.AddSingleton<MailSignal>();
        services.AddSingleton<MailRunner>();
        return services;
    }
}
