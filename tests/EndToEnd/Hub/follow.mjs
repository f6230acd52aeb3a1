// node follow.mjs CONSOLE-URL TOKEN SCOPE SINCE: follows the live hub as a program of somebody else would, and prints each message as one line of JSON.
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const [url, token, scope, since] = process.argv.slice(2);
const print = (name, message) => console.log(JSON.stringify({ name, message }));

const connection = new HubConnectionBuilder()
  .withUrl(new URL('/hubs/live', url).href, { accessTokenFactory: () => token })
  .configureLogging(LogLevel.Error)
  .build();
connection.on('Events', message => print('Events', message));
connection.on('Metrics', message => print('Metrics', message));
connection.onclose(error => {
  print('Closed', String(error ?? ''));
  process.exit(1);
});
try {
  await connection.start();
  print('Follow', await connection.invoke('Follow', scope, Number(since)));
  await connection.invoke('Watch', scope);
} catch (error) {
  print('Refused', String(error));
  process.exit(2);
}
