using System.Reflection;
using MediatR;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Account.Commands;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Architecture;

/// <summary>The rules of the code base's structure (docs/ARCHITECTURE.md).</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] _pastTense =
    [
        "ed",
        "Out",
        "In",
        "Set",
        "Sent",
        "Seen",
        "Found",
        "SetAside",
        "Gone",
    ];
    private static readonly string[] _sqlOfSqlite =
    [
        "PRAGMA",
        "json_set",
        "json_each",
        "json_extract",
        "sqlite_master",
        "INSERT OR",
        "BEGIN IMMEDIATE",
        "WITHOUT ROWID",
        "unixepoch",
        "strftime",
    ];

    private static readonly string[] _sqlOfPostgreSql =
    [
        "pg_",
        "ANY(",
        "unnest(",
        "RETURNING",
        "LISTEN ",
        "NOTIFY ",
        "to_regclass",
    ];

    private static readonly Type[] _core = typeof(ICommand).Assembly.GetTypes();
    private static readonly Type[] _messages = [.. MessageCatalogue.Messages(_core)];
    private static readonly Type[] _handlers =
    [
        .. _core.Where(type =>
            type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(Is(typeof(IRequestHandler<,>)))
        ),
    ];

    [Fact]
    public void Messages_Each_HaveOneHandlerAndOnePermission()
    {
        _messages.Length.ShouldBeGreaterThan(10);
        Should.NotThrow(() =>
            MessageCatalogue.Verify(_core, [.. Permissions.All.Select(permission => permission.Name)])
        );
    }

    [Fact]
    public void Messages_All_ArePublicSealedImmutableRecords() =>
        _messages.ShouldEachBe(type =>
            type.IsPublic && type.IsSealed && type.GetMethod("<Clone>$") != null && type.GetProperties().All(IsReadOnly)
        );

    [Fact]
    public void Handlers_All_AreInternalSealedAndInTheFileOfTheirMessage()
    {
        var files = Sources.FilesOfClasses();

        _handlers.ShouldEachBe(type =>
            !type.IsPublic
            && type.IsSealed
            && type.Name.EndsWith("Handler")
            && Path.GetFileNameWithoutExtension(files[type.Name]) == MessageOf(type).Name
            && files[type.Name] == files[MessageOf(type).Name]
        );
    }

    [Fact]
    public void QueryHandlers_None_TouchTheWriteModel() =>
        _handlers
            .Where(type => !typeof(ICommand).IsAssignableFrom(MessageOf(type)))
            .ShouldEachBe(type => !Names(type, nameof(WriteContext), nameof(IWriteStore), nameof(UnitOfWork)));

    [Fact]
    public void CommandHandlers_None_TouchTheReadModel() =>
        _handlers
            .Where(type => typeof(ICommand).IsAssignableFrom(MessageOf(type)))
            .ShouldEachBe(type => !Names(type, nameof(ReadContext), nameof(IReadStore)));

    [Fact]
    public void PublicTypes_None_ExposeAContextAnEntityOrAnEvent()
    {
        var hidden = _core
            .Where(type =>
                typeof(DbContext).IsAssignableFrom(type)
                || typeof(IEvent).IsAssignableFrom(type)
                || typeof(IRecordsEvents).IsAssignableFrom(type)
                || type.Name.EndsWith("Projection")
            )
            .ToList();

        hidden.Count.ShouldBeGreaterThan(10);
        hidden.ShouldEachBe(type => !type.IsPublic);
    }

    [Fact]
    public void Events_Each_AreProjectedOrStateWhyNot()
    {
        var projected = _core
            .Where(type => type is { IsClass: true, IsAbstract: false })
            .SelectMany(ProjectionCatalogue.Projects)
            .Where(type => type != typeof(IEvent))
            .ToHashSet();

        EventCodec.Types.Values.ShouldEachBe(type =>
            projected.Contains(type) != (type.GetCustomAttribute<OnlyInHistoryAttribute>() != null)
        );
        _core.ShouldContain(
            type => ProjectionCatalogue.Projects(type).Contains(typeof(IEvent)),
            "the history applies every event"
        );
    }

    [Fact]
    public void Events_All_AreInternalSealedRecordsInThePastTense() =>
        EventCodec.Types.Values.ShouldEachBe(type =>
            !type.IsPublic && type.IsSealed && type.GetMethod("<Clone>$") != null && _pastTense.Any(type.Name.EndsWith)
        );

    [Fact]
    public void WebProject_Never_RefersToEntityFrameworkOrIdentityStores()
    {
        var references = typeof(Web.Account.ActingUser)
            .Assembly.GetReferencedAssemblies()
            .Select(name => name.Name!)
            .ToList();

        references.ShouldNotContain(name =>
            name.StartsWith("Microsoft.EntityFrameworkCore")
            || name.StartsWith("Microsoft.Data.Sqlite")
            || name.Contains("Identity.EntityFrameworkCore")
        );
        references.ShouldContain("UserAdmin");
    }

    [Fact]
    public void CoreProject_Never_RefersToBlazorOrAspNetCore() =>
        typeof(ICommand)
            .Assembly.GetReferencedAssemblies()
            .Select(name => name.Name!)
            .ShouldNotContain(name =>
                name.StartsWith("Microsoft.AspNetCore.Components")
                || name.StartsWith("Microsoft.AspNetCore.Http")
                || name.StartsWith("Microsoft.AspNetCore.Mvc")
                || name == "MudBlazor"
            );

    [Fact]
    public void SqlOfOneProvider_Is_InItsOwnFolderOnly()
    {
        var elsewhere = Elsewhere("UserAdmin.Storage.Sqlite", "Microsoft.Data.Sqlite", _sqlOfSqlite)
            .Concat(Elsewhere("UserAdmin.Storage.PostgreSql", "Npgsql", _sqlOfPostgreSql));

        elsewhere.ShouldBeEmpty();
    }

    private static IEnumerable<string> Elsewhere(string folder, string library, string[] sql)
    {
        // EF Core's generated model of a provider is that provider's, too.
        var generated = folder.Replace(".Storage.", ".CompiledModels.", StringComparison.Ordinal);
        var types = MethodBodies.Types.ToLookup(type =>
            type.Namespace.StartsWith(folder, StringComparison.Ordinal)
            || type.Namespace.StartsWith(generated, StringComparison.Ordinal)
        );
        types[true].ShouldNotBeEmpty();
        return types[false]
            .Where(type =>
                MethodBodies.Uses(type).Any(used => used.Namespace.StartsWith(library, StringComparison.Ordinal))
                || MethodBodies.Literals(type).Any(text => sql.Any(text.Contains))
            )
            .Select(type => type.Name);
    }

    [Fact]
    public void Folders_Never_HaveMeaninglessNames() =>
        _core
            .Concat(typeof(Web.Account.ActingUser).Assembly.GetTypes())
            .ShouldEachBe(type =>
                type.Namespace == null
                || !new[] { "Common", "Shared", "Helpers", "Utils" }.Any(word =>
                    type.Namespace.Split('.').Contains(word)
                )
            );

    [Fact]
    public void Pipelines_Have_TheDecidedOrder()
    {
        MessageCatalogue
            .CommandPipeline.Select(type => type.Name.Split('`')[0])
            .ShouldBe([
                "MessageTelemetry",
                "CommandAuthorisation",
                "CommandValidation",
                "CommandPreparation",
                "CommandWriteGate",
                "CommandUnitOfWork",
            ]);
        MessageCatalogue
            .QueryPipeline.Select(type => type.Name.Split('`')[0])
            .ShouldBe(["MessageTelemetry", "QueryAuthorisation", "QueryValidation", "ConsistencyWait"]);
    }

    [Fact]
    public void CommandsWithContent_Each_HaveAValidator() =>
        _messages
            .Where(type => typeof(ICommand).IsAssignableFrom(type) && type.GetProperties().Length > 0)
            .ShouldEachBe(type =>
                _core.Any(validator =>
                    typeof(FluentValidation.IValidator<>).MakeGenericType(type).IsAssignableFrom(validator)
                )
            );

    [Fact]
    public void Secrets_InMessages_AreMarkedAndNeverPrinted()
    {
        string[] words = ["Password", "Token", "SessionId"];
        var secret = _messages
            .Where(type => type.GetProperties().Any(property => words.Contains(property.Name)))
            .ToList();

        secret.Count.ShouldBeGreaterThan(3);
        secret.ShouldEachBe(type =>
            type.GetProperties()
                .Where(property => words.Contains(property.Name))
                .All(property => property.IsDefined(typeof(SecretAttribute), false))
        );
        new CreateUser("1", "ada", "ada@example.com", "Ada") { Password = "hush" }
            .ToString()
            .ShouldNotContain("hush");
        new SignIn("hush", "ada@example.com", "hush").ToString().ShouldNotContain("hush");
        new SignOut("hush").ToString().ShouldNotContain("hush");
        new SetUpFirstAdministrator("1", "hush", "Ada", "ada@example.com", "hush").ToString().ShouldNotContain("hush");
        CommandFingerprint
            .Of(new SignIn("one", "ada@example.com", "one"))
            .ShouldBe(CommandFingerprint.Of(new SignIn("two", "ada@example.com", "two")));
    }

    private static Func<Type, bool> Is(Type definition) =>
        type => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static Type MessageOf(Type handler) =>
        handler.GetInterfaces().First(Is(typeof(IRequestHandler<,>))).GetGenericArguments()[0];

    private static bool IsReadOnly(PropertyInfo property) =>
        property.SetMethod is null
        || property
            .SetMethod.ReturnParameter.GetRequiredCustomModifiers()
            .Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    private static bool Names(Type type, params string[] names) =>
        MethodBodies
            .Uses(MethodBodies.Of(type))
            .Any(used => used.Namespace.StartsWith("UserAdmin", StringComparison.Ordinal) && names.Contains(used.Name));
}
