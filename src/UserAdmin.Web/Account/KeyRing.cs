using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;
using UserAdmin.Storage;

namespace UserAdmin.Web.Account;

/// <summary>
/// Stores the keys that protect cookies and forms with the accounts, so that nobody is signed out by a restart, a new
/// container, another node or another user name of the service: in the database if that is on a server, otherwise in
/// files beside it.
/// </summary>
internal sealed class KeyRing(
    IOptions<UserAdminOptions> options,
    IEnumerable<ISharedKeys> shared,
    ILoggerFactory loggers
) : IConfigureOptions<KeyManagementOptions>
{
    /// <summary>Adds the keys. Every process on the same data needs them to read what another has protected.</summary>
    /// <exception cref="StartupException">The certificate that encrypts them cannot be used.</exception>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var protection = services.AddDataProtection().SetApplicationName("UserAdmin");
        KeyCertificates.Add(protection, configuration);
        services.ConfigureOptions<KeyRing>();
    }

    /// <summary>
    /// Reads the keys that nodes share, and creates the first one if there is none, before anything needs them.
    /// </summary>
    public static void Prepare(IServiceProvider services)
    {
        if (services.GetService<ISharedKeys>() is { } shared)
        {
            using var turn = shared.TakeTurn();
            services.GetRequiredService<IDataProtectionProvider>().CreateProtector("UserAdmin.Start").Protect([]);
        }
    }

    public void Configure(KeyManagementOptions keys)
    {
        var folder = new DirectoryInfo(Path.GetFullPath(Path.Combine(options.Value.DataDirectory, "keys")));
        keys.XmlRepository = shared.FirstOrDefault() is { } store
            ? new SharedRepository(store, () => Adopted(folder))
            : new FileSystemXmlRepository(Created(folder), loggers);
    }

    private static DirectoryInfo Created(DirectoryInfo folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                folder.Create();
            }
            else
            {
                Directory.CreateDirectory(
                    folder.FullName,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            }

            return folder;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // This runs while the pipeline is built, before the databases are opened.
            throw new StartupException(
                $"The folder {folder.FullName} cannot be written: {fault.Message} Give the user who runs UserAdmin "
                    + "write permission, or set UserAdmin:DataDirectory to another folder.",
                fault
            );
        }
    }

    // From before the accounts were moved to a server. Without them everybody would have to sign in again, and links
    // in mails would no longer work.
    private IReadOnlyCollection<XElement> Adopted(DirectoryInfo folder) =>
        folder.Exists ? new FileSystemXmlRepository(folder, loggers).GetAllElements() : [];

    /// <summary>The keys in the database.</summary>
    private sealed class SharedRepository(ISharedKeys keys, Func<IReadOnlyCollection<XElement>> former) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            var stored = keys.Read();
            if (stored.Count == 0)
            {
                foreach (var key in former())
                {
                    StoreElement(key, NameOf(key));
                }

                stored = keys.Read();
            }

            return [.. stored.Select(XElement.Parse)];
        }

        public void StoreElement(XElement element, string friendlyName) =>
            keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));

        // Nodes that start at the same time add the same key once.
        private static string NameOf(XElement key) =>
            key.Attribute("id")?.Value is { } id ? $"key-{id}" : $"{key.Name}-{Guid.CreateVersion7()}";
    }
}
