// Run by the healthcheck of mongo in its shell: makes the replica set rs0 when there is none, and fails until there is a primary. Its member's
// name is the one that the lab's network knows.
let state;
try {
  state = rs.status();
} catch (error) {
  if (error.code !== 94 && error.codeName !== 'NotYetInitialized') throw error;
  rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] });
  state = rs.status();
}
if (state.myState !== 1) throw new Error(`not the primary yet: state ${state.myState}`);
