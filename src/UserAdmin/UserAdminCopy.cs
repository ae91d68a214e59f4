using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserAdmin.Copying;
using UserAdmin.Storage;

namespace UserAdmin;

/// <summary>Copies the write database from one place to another. Each side has services of its own.</summary>
public static class UserAdminCopy
{
    /// <summary>Copies a write database, and compares the copy with it.</summary>
    /// <param name="from">The connection string of the source; not changed.</param>
    /// <param name="to">The connection string of the target: an empty database, or a copy that was
    /// interrupted.</param>
    /// <param name="tell">Told how far the copy is, at most every thousand rows.</param>
    /// <param name="cancellationToken">Interrupts the copy, which another call continues.</param>
    /// <exception cref="StartupException">It cannot be done; the message tells why and what to do.</exception>
    public static CopyReport Run(
        string from,
        string to,
        Action<CopyProgress> tell,
        CancellationToken cancellationToken = default
    )
    {
        using var source = Services("--from", from);
        using var target = Services("--to", to);
        return new DatabaseCopy(Side("--from", source), Side("--to", target), tell).Run(cancellationToken);
    }

    /// <summary>Creates the services of one side.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="connectionString">Its connection string.</param>
    internal static ServiceProvider Services(string option, string connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new StartupException(
                $"{option} is empty. Give a connection string: \"Data Source=data/write.db\" or "
                    + "\"Host=db.example.com;Database=accounts;Username=useradmin;Password=…\"."
            );
        }

        return new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddUserAdmin(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([new("ConnectionStrings:Write", connectionString)])
                    .Build()
            )
            .BuildServiceProvider();
    }

    private static ICopySide Side(string option, ServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<ICopySide>();
        }
        catch (StartupException fault)
        {
            throw new StartupException($"{option}: {fault.Message}", fault);
        }
    }
}
