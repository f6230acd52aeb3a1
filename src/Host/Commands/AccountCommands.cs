using System.CommandLine;
using HotspotManager.Core.People;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot account …</c></summary>
internal static class AccountCommands
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "User name, at most 128 characters without spaces" };
        var plan = Common.Opt<string>("--plan", "What they get", "P", required: true);
        var account = new Command("account", "Accounts: residents and officers with a name and password");
        account.Add(Common.Command("add", "Add an account; its password is read from standard input", async (a, store, cancel) =>
        {
            var password = PasswordInput.Read(a);
            await store.Writer.ChangeAsync(db => AccountList.PutAsync(db, store.Secrets, a.GetValue(name)!, password, a.GetValue(plan)!, store.Now, mayExist: false, cancel), cancel);
            store.Output.Done($"Account {a.GetValue(name)} added.", new { name = a.GetValue(name), plan = a.GetValue(plan) });
        }, name, plan, PasswordInput.FromStandardInput));
        account.Add(Import.Command("import", "Add or change accounts from a spreadsheet (CSV) with the columns name,password,plan", ["name", "password", "plan"], (row, db, store, cancel) =>
            AccountList.PutAsync(db, store.Secrets, Cell(row, "name"), Cell(row, "password"), Cell(row, "plan"), store.Now, mayExist: true, cancel)));
        account.Add(Common.Command("list", "All accounts", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await AccountList.ListAsync(db, cancel));
        }));
        account.Add(Common.Command("remove", "Remove an account", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => AccountList.RemoveAsync(db, a.GetValue(name)!, cancel), cancel);
            store.Output.Done($"Account {a.GetValue(name)} removed.", new { name = a.GetValue(name) });
        }, name));
        return account;
    }

    private static string Cell(Core.Spreadsheets.SheetRow row, string column) => row[column] ?? throw new RefusedException($"the {column} is missing");
}

/// <summary>Passwords come by standard input only: on the command line every user of the machine could read them.</summary>
internal static class PasswordInput
{
    public static readonly Option<bool> FromStandardInput = new("--password-stdin") { Description = "Read the password from standard input (one line)" };

    /// <exception cref="UsageException">Nothing says where the password is.</exception>
    public static string Read(ParseResult arguments)
    {
        if (!arguments.GetValue(FromStandardInput)) throw new UsageException("--password-stdin is missing: pipe the password in, for example: echo 'secret' | hotspot … --password-stdin");
        if (!Terminal.IsInputRedirected) Terminal.Error.Write("Password: ");
        return Terminal.In.ReadLine() ?? "";
    }
}
