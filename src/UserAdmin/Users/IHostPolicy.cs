namespace UserAdmin.Users;

/// <summary>
/// The application that the console lives in, where a policy of the application decides who is an administrator.
/// </summary>
public interface IHostPolicy
{
    /// <summary>
    /// Returns whether the application's policy admits a person now, who then has every permission, whatever the roles
    /// say. It cannot admit an account that does not exist or is not active.
    /// </summary>
    /// <param name="userId">The account's id.</param>
    bool Admits(string userId);
}

internal sealed class NoHostPolicy : IHostPolicy
{
    public bool Admits(string userId) => false;
}
