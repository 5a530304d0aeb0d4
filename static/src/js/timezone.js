// Tells the server which time zone this browser is in; whoever chose one in their preferences keeps that.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = `timezone=${zone};path=/;max-age=31536000;samesite=lax`;
