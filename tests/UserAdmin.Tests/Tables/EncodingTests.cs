using System.Text;
using UserAdmin.Tables;

namespace UserAdmin.Tests.Tables;

/// <summary>Names in files that are not Unicode are read correctly, or the encoding is reported as doubtful.</summary>
public sealed class EncodingTests : IDisposable
{
    private readonly TableFolder _folder = new();

    [Theory]
    [InlineData("02-pl-1250.csv", "windows-1250", "Księgowość")]
    [InlineData("02-ru-1251.csv", "windows-1251", "Бухгалтерия")]
    [InlineData("02-ja-sjis.csv", "shift_jis", "営業部")]
    [InlineData("outlook-contacts.csv", "windows-1252", "Müller")]
    [InlineData("01-excel-de-bom.csv", "utf-8", "Hübner")]
    public void AFileOfAnotherProgram_IsReadInItsEncoding(string file, string encoding, string value)
    {
        using var reader = TableFiles.Open(_folder.Write(TableFolder.Input(file)));
        reader.Description.Encoding.ShouldBe(encoding);
        TableFolder
            .ReadAll(reader)
            .SelectMany(row => row.Values)
            .ShouldContain(cell => cell != null && cell.Contains(value));
    }

    [Theory]
    [InlineData("windows-1252", "Jörg,Hübner,Geschäftsführung")]
    [InlineData("windows-1252", "Hélène,Béranger,Comptabilité")]
    [InlineData("windows-1252", "José,Muñoz,Administración")]
    [InlineData("windows-1250", "Jiří,Dvořák,Účetnictví|Lukáš,Šťastný,Výroba")]
    [InlineData("iso-8859-2", "Łukasz,Żółty,Sprzedaż|Zofia,Wójcik,Księgowość")]
    [InlineData("windows-1251", "Ольга,Соколова,Бухгалтерия|Иван,Петров,Продажи")]
    [InlineData("koi8-r", "Ольга,Соколова,Бухгалтерия|Иван,Петров,Продажи")]
    [InlineData("cp866", "Ольга,Соколова,Бухгалтерия|Иван,Петров,Продажи")]
    [InlineData("windows-1253", "Γιώργος,Παπαδόπουλος,Πωλήσεις")]
    [InlineData("windows-1254", "Çağrı,Yılmaz,Satış|Şule,Öztürk,İnsan Kaynakları")]
    [InlineData("windows-1255", "דוד,כהן,מכירות")]
    [InlineData("windows-1256", "محمد,الحسن,المبيعات")]
    [InlineData("windows-1257", "Jānis,Bērziņš,Grāmatvedība")]
    [InlineData("shift_jis", "花子,山田,営業部")]
    [InlineData("euc-jp", "花子,山田,営業部")]
    [InlineData("gb18030", "伟,张,销售部|芳,王,财务部")]
    [InlineData("big5", "偉,張,銷售部|芳,王,財務部")]
    [InlineData("ks_c_5601-1987", "민준,김,영업부")]
    [InlineData("windows-874", "สมชาย,ใจดี,ฝ่ายขาย")]
    [InlineData("macintosh", "Jörg,Hübner,Einkauf")]
    [InlineData("ibm850", "Jörg,Hübner,Einkauf")]
    public void NamesInAnEncoding_AreReadRight_OrTheEncodingIsSaidToBeDoubtful(string name, string people)
    {
        var rows = people.Split('|').Select((row, number) => $"p{number}@example.com,{row}").ToArray();
        var path = _folder.Write(
            TableEncodings
                .Get(name, DecoderFallback.ExceptionFallback)
                .GetBytes($"Email,Given name,Family name,Department\n{string.Join('\n', rows)}\n")
        );

        using (var guessed = TableFiles.Open(path))
        {
            var isRight = TableFolder.ReadAll(guessed).Select(row => string.Join(',', row.Values)).SequenceEqual(rows);
            (isRight || guessed.Description.IsEncodingDoubtful).ShouldBeTrue(
                $"{guessed.Description.Encoding} in silence"
            );
        }

        using var chosen = TableFiles.Open(path, new TableChoice { Encoding = name });
        (chosen.Description.Encoding, chosen.Description.IsEncodingDoubtful).ShouldBe((name, false));
        TableFolder.ReadAll(chosen).Select(row => string.Join(',', row.Values)).ShouldBe(rows);
    }

    [Theory]
    [InlineData("Email\na@example.com\n")]
    [InlineData("Email,Name\na@example.com,Zoë\n")]
    public void Unicode_IsNeverDoubtful(string text)
    {
        using var reader = TableFiles.Open(_folder.Write(text));
        (reader.Description.Encoding, reader.Description.IsEncodingDoubtful).ShouldBe(("utf-8", false));
    }

    [Fact]
    public void EveryEncodingThatIsOffered_CanBeRead()
    {
        TableEncodings.Offered.ShouldNotBeEmpty();
        foreach (var offered in TableEncodings.Offered)
        {
            using var reader = TableFiles.Open(
                _folder.Write(
                    TableEncodings.Get(offered.Name, DecoderFallback.ReplacementFallback).GetBytes("a,b\n1,2\n")
                ),
                new TableChoice { Encoding = offered.Name }
            );
            TableFolder.ReadAll(reader).ShouldHaveSingleItem().Values.ShouldBe(["1", "2"], offered.Name);
        }
    }

    public void Dispose() => _folder.Dispose();
}
