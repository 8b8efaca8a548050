// Where NAME sends what it is handed, in a sentence. Protocol 1, without packages.
'use strict'

let config = {}

// Sends an alert that changed its state: at, alert, scope, signal, from, to, value, samples, threshold.
// A failure that may pass has `retry`: the item comes again.
async function sendAlert({ alert, scope, to }) {
  // An example to replace: standard error goes to the service's log.
  if (to === 'firing' || to === 'resolved') console.error(`${alert} on ${scope}: ${to}`)
}

// Sends what is measured: at, and series, a list of objects with name, labels and value.
async function sendSnapshot(snapshot) {}

// What is written for a line; null for one that wants no answer.
async function answer(line) {
  let message
  try {
    message = JSON.parse(line)
  } catch (error) {
    console.error(`a line is no JSON: ${error.message}`)
    return null
  }
  if (message?.hello) {
    config = message.hello.config ?? {}
    return { ready: { protocol: 1, name: 'NAME', version: '0.1.0' } }
  }
  try {
    if (message?.alert) await sendAlert(message.alert)
    else if (message?.snapshot) await sendSnapshot(message.snapshot)
    else return null // A cancel, or something of a later protocol.
    return { id: message.id, ok: true }
  } catch (error) {
    return { id: message.id, error: String(error), retry: Boolean(error.retry) }
  }
}

// Items are answered in their order. console.log writes to standard output too: use console.error.
let pieces = []
let last = Promise.resolve()
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk) => {
  pieces.push(chunk)
  if (!chunk.includes('\n')) return
  const lines = pieces.join('').split('\n')
  pieces = [lines.pop()]
  for (const line of lines.filter(Boolean)) {
    last = last.then(() => answer(line)).then((said) => {
      if (said) process.stdout.write(JSON.stringify(said) + '\n')
    })
  }
})
