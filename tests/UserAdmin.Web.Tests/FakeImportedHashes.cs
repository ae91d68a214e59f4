using UserAdmin.Imports;

namespace UserAdmin.Web.Tests;

/// <summary>Accounts whose imported hashes are verified, or not.</summary>
internal sealed class FakeImportedHashes : IImportedHashes
{
    public bool? AreVerified { get; set; } = true;
}
