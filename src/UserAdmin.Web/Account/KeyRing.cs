using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace UserAdmin.Web.Account;

/// <summary>
/// Keeps the keys that protect cookies and forms beside the databases, so that a restart, a new container or another user
/// name of the service signs nobody out.
/// </summary>
internal sealed class KeyRing(IOptions<UserAdminOptions> options, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions keys)
    {
        var folder = Path.GetFullPath(Path.Combine(options.Value.DataDirectory, "keys"));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), loggers);
    }
}
