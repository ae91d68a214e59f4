using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;
using UserAdmin.Storage;

namespace UserAdmin.Web.Account;

/// <summary>
/// Stores the keys that protect cookies and forms beside the databases, so that nobody is signed out by a restart, a
/// new container or another user name of the service.
/// </summary>
internal sealed class KeyRing(IOptions<UserAdminOptions> options, ILoggerFactory loggers)
    : IConfigureOptions<KeyManagementOptions>
{
    /// <summary>Adds the keys. Every process on the same data needs them to read what another has protected.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("UserAdmin");
        services.ConfigureOptions<KeyRing>();
    }

    public void Configure(KeyManagementOptions keys)
    {
        var folder = Path.GetFullPath(Path.Combine(options.Value.DataDirectory, "keys"));
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(
                    folder,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // This runs while the pipeline is built, before the databases are opened.
            throw new StartupException(
                $"The folder {folder} cannot be written: {fault.Message} Give the user who runs UserAdmin "
                    + "write permission, or set UserAdmin:DataDirectory to another folder.",
                fault
            );
        }

        keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), loggers);
    }
}
