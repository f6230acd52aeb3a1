using System.Globalization;

namespace HotspotManager.Portal.Login.Texts;

public sealed partial record PortalTexts
{
    public static PortalTexts English { get; } = new()
    {
        Language = "en",
        Culture = CultureInfo.GetCultureInfo("en-GB"),
        OtherLanguage = "id",
        OtherLanguageName = "Indonesia",
        ServiceName = "WiFi Warga",

        Connect = "Connect to the internet",
        EnterCode = "Enter the code from your neighbourhood head (RT/RW).",
        CodeLabel = "Voucher code",
        ConnectButton = "Connect",
        CodeGives = "You see the time and data you have left once you are connected.",
        FreeLead = "No code, no registration.",
        FreeButton = "Agree and connect",
        Free = "free",
        ConsentBefore = "By connecting you agree to ",
        ConsentLink = "how we look after your data",
        ConsentAfter = ".",
        CannotEnter = "Cannot get in?",
        CannotEnterAdvice =
        [
            "Check the code: ten digits; spaces and dashes do not matter.",
            "Switch off any VPN and “private DNS”, then open this page again.",
            "Switch WiFi off and on again, and choose this network.",
            "Still no luck? Ask your neighbourhood head for a new code.",
        ],
        ReportFault = "Report a fault",
        ReportAdvice = "Tell your neighbourhood head or the help desk: the name of the point below, the time, and what you see on the screen.",
        ThisPoint = "Point",

        VoucherFold = "Use a voucher code",
        EnterPhone = "Sign in with your phone number. We send you a code by message.",
        PhoneFold = "Use a phone number",
        PhoneLabel = "Phone number",
        PhoneButton = "Send code",
        PhoneGives = "This page may close while you read the message: open it again, and only the code is left to type.",
        EnterAccount = "Sign in with your name and password.",
        AccountFold = "Use an account and password",
        UserNameLabel = "User name",
        PasswordLabel = "Password",
        OtherWays = "Or use another way:",
        Remember = days => $"Remember this phone for {days} days, so that it is not asked again. You can take it back at any time.",

        CodeTitle = "Type your code",
        CodeSentTo = "6-digit code for the number",
        OtpLabel = "6-digit code",
        CodeLate = "No message yet?",
        AgainButton = "Send the same code again",
        CodeOnItsWay = "The message is on its way.",
        CodeNotDelivered = "The message could not be sent to this number. Check the number, or use another way below.",
        CodeSentAt = (sent, until) => $"Sent at {sent}, good until {until}.",
        CodeMessage = (code, city) => $"{code} is your community WiFi code, {city}. Type it on the WiFi page. Give it to nobody.",
        AgainFrom = from => $"Wait a moment; from {from} it can be sent again.",
        HandOverTitle = "One more tap",
        HandOver = "You may go in. This WiFi point wants you to press the button yourself.",

        YouAreOnline = "You are connected",
        YouAreOffline = "You are not connected yet",
        TimeLeft = "Time left",
        DataLeft = "Data left",
        SpeedLabel = "Speed",
        Unlimited = "no limit",
        Refresh = "Refresh",
        StatusUnknown = "This page shows the time and data you have left after you connect through the community WiFi.",
        OnlineUnknown = "This WiFi point says your phone is in already. How much is left we do not know yet.",
        StatusCounted = "Counted from what the WiFi point reports; its last report may be a few minutes old.",
        Expired = "Your time is up. Enter a code again to go on.",

        NotFoundTitle = "No such page",
        NotFound = "This address does not exist here. To connect, choose the community WiFi and open the sign-in page again.",
        TooMany = "Wait about ten minutes, then try again. A right code stays good.",
        BrokenTitle = "Something is wrong on our side",
        Broken = "Your connection is fine. Try again in a moment; if it stays like this, tell your neighbourhood head.",
        WelcomeTitle = "Community WiFi",
        Welcome = "Choose the community WiFi on your phone, then open any web page: the sign-in page comes by itself.",
        IncompleteTitle = "Open this page again",
        FaultTitle = "This point is not ready",
        VoucherTitle = "Your WiFi code",
        VoucherHow = "Choose the community WiFi. When the sign-in page comes up, type this code and press Connect.",
        PrivacyTitle = "Your data",
        Privacy =
        [
            "This service is free and does not ask for a name, address or phone number to connect.",
            "What we record: your phone's WiFi address, where and when you were connected, for how long, and how much data. Not the sites you open.",
            "What for: sharing the quota fairly, repairing faults, and what the law asks of those who run a network.",
            "Detailed records are deleted when their time is up; after that only totals without identity remain.",
            "You have the right to a copy or the deletion of your data (Law 27/2022). Ask at the kelurahan office or the city's communications office.",
        ],

        Minutes = n => n == 1 ? "1 minute" : $"{n} minutes",
        HoursAndMinutes = (h, m) => m == 0 ? $"{h} h" : $"{h} h {m} min",
        Days = n => $"{n} days",
        TriesLeft = n => n == 1 ? "1 try left." : $"{n} tries left.",
        FreeTitle = time => $"Try {time}",
    };
}
