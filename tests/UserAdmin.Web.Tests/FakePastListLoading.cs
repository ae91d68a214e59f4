using UserAdmin.Users;
using UserAdmin.Users.Index;

namespace UserAdmin.Web.Tests;

/// <summary>The list of a moment, as far built as a test says.</summary>
internal sealed class FakePastListLoading : IPastListLoading
{
    public UserListProgress? Progress { get; set; }

    public UserListProgress? ProgressAt(DateTimeOffset at) => Progress;
}
