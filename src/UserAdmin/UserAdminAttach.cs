using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Attaching;
using UserAdmin.Following;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin;

/// <summary>Attaches the console to the Identity database of an application.</summary>
public static class UserAdminAttach
{
    // What a message about the database calls the place where its connection string comes from.
    private const string Setting = "ConnectionStrings:Write";
    private const string Option = "--connection";

    /// <summary>Looks at a database and changes nothing.</summary>
    /// <param name="connection">The connection string: of a file of SQLite or of a PostgreSQL server.</param>
    /// <param name="options">What a person decided.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StartupException">
    /// The database cannot be reached or read; the message tells why and what to do, and has no password in it.
    /// </exception>
    public static Examination Examine(
        string connection,
        ExaminationOptions options,
        CancellationToken cancellationToken = default
    )
    {
        if (!string.IsNullOrWhiteSpace(connection))
        {
            ConnectionText.Check(connection);
        }

        return Do(connection, services => Examiner(services).Examine(options, cancellationToken));
    }

    /// <summary>
    /// Creates the program's tables beside the application's, in one transaction. The application's tables stay as they
    /// are, and it can go on meanwhile.
    /// </summary>
    /// <param name="connection">The connection string.</param>
    /// <param name="shape">What <see cref="Examine"/> has found.</param>
    /// <exception cref="StartupException">
    /// The database cannot be used, or is attached already; the message tells why and what to do. Nothing was changed.
    /// </exception>
    public static void Attach(string connection, IdentityShape shape) =>
        Do(
            connection,
            services =>
            {
                services.GetRequiredService<IDatabaseAttachment>().Attach(shape);
                return true;
            }
        );

    /// <summary>
    /// Reads the accounts of the application, so that the program knows each of them. It can be stopped at any time:
    /// the program continues with the others when it is started. The application can go on meanwhile.
    /// </summary>
    /// <param name="connection">The connection string of a database that is attached.</param>
    /// <param name="tell">Gets the progress, several times a second.</param>
    /// <param name="cancellationToken">Stops after some thousand accounts.</param>
    /// <returns>How many accounts there were to read.</returns>
    /// <exception cref="StartupException">The database cannot be used.</exception>
    public static async Task<long> AdoptAsync(
        string connection,
        Action<Adoption> tell,
        CancellationToken cancellationToken = default
    )
    {
        await using var services = UserAdminCopy.Services(Option, connection);
        // First, so that what the application changes meanwhile is noted.
        await services.GetRequiredService<IStockTriggers>().EnsureAsync(cancellationToken);
        return await services.GetRequiredService<AccountAdoption>().RunAsync(tell, cancellationToken);
    }

    /// <summary>
    /// Removes everything of the program's from an application's database, in one transaction: the log and everything
    /// that is known about the accounts only there.
    /// </summary>
    /// <param name="connection">The connection string.</param>
    /// <returns>How many events the log had.</returns>
    /// <exception cref="StartupException">
    /// The database cannot be used, or is not attached; the message tells why and what to do. Nothing was changed.
    /// </exception>
    public static long Detach(string connection)
    {
        if (!string.IsNullOrWhiteSpace(connection))
        {
            ConnectionText.Check(connection);
        }

        return Do(connection, services => services.GetRequiredService<IDatabaseAttachment>().Detach());
    }

    private static T Do<T>(string connection, Func<ServiceProvider, T> work)
    {
        using var services = UserAdminCopy.Services(Option, connection);
        try
        {
            return work(services);
        }
        catch (StartupException fault)
        {
            throw new StartupException(
                fault.Message.Replace(Setting, Option, StringComparison.Ordinal),
                fault.InnerException
            );
        }
    }

    private static IDatabaseExaminer Examiner(ServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<IDatabaseExaminer>();
        }
        catch (StartupException fault) when (fault.InnerException is ArgumentException or FormatException)
        {
            throw ConnectionText.Unreadable();
        }
    }
}
