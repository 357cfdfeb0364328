// Stands in for universal-cookie, by which Reflex keeps vars in cookies. No var of ours is kept so, and scripts may not
// read the cookie that says who somebody is.
const refuse = () => {
  throw new Error("no var is kept in a cookie");
};

export default class Cookies {
  get = refuse;
  set = refuse;
  remove = refuse;
}
