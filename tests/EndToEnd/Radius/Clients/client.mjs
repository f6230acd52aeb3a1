// The npm package `radius` as a NAS: PAP and CHAP with Message-Authenticator, a session's Start. One JSON object a line for each answer; `genuine` is
// the package's own judgement of authenticator and Message-Authenticator.
import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import radius from 'radius';

const [authPort, acctPort, secret, name, password] = process.argv.slice(2);
const phone = ['Calling-Station-Id', '02-00-00-00-00-22'];
let identifier = 0;

function ask(what, code, port, attributes) {
  const packet = { code, secret, identifier: identifier++, attributes, add_message_authenticator: code !== 'Accounting-Request' };
  const request = radius.encode(packet);
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const late = setTimeout(() => { socket.close(); reject(new Error(`${what}: no answer`)); }, 5000);
    socket.on('message', (message) => {
      clearTimeout(late);
      socket.close();
      const reply = radius.decode({ packet: message, secret });
      const genuine = radius.verify_response({ request, response: message, secret });
      console.log(JSON.stringify({ what, code: reply.code, genuine, timeout: reply.attributes['Session-Timeout'] ?? null }));
      resolve(reply);
    });
    socket.send(request, Number(port), '127.0.0.1');
  });
}

const accept = await ask('pap', 'Access-Request', authPort, [['User-Name', name], ['User-Password', password], phone]);
const challenge = randomBytes(16);
const answer = createHash('md5').update(Buffer.of(9)).update(password).update(challenge).digest();
await ask('chap', 'Access-Request', authPort, [['User-Name', name], ['CHAP-Challenge', challenge], ['CHAP-Password', Buffer.concat([Buffer.of(9), answer])], phone]);
await ask('wrong', 'Access-Request', authPort, [['User-Name', name], ['User-Password', 'salah'], phone]);
await ask('status', 'Status-Server', authPort, []);
await ask('accounting', 'Accounting-Request', acctPort, [['Acct-Status-Type', 'Start'], ['Acct-Session-Id', 'npm-1'], ['User-Name', name], phone, ['Class', accept.attributes.Class]]);
