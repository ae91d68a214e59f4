using UserAdmin.Users;

namespace UserAdmin.Web.Tests;

/// <summary>The progress that a test sets; null means that lists are answered.</summary>
internal sealed class FakeUserListLoading : IUserListLoading
{
    public UserListProgress? Progress { get; set; }

    public void Begin() { }
}
